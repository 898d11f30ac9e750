// Watches one host by its heartbeat. All words: failovermon help
monitor('NAME') {
    startsByHand()              // remove this line, and it starts when the file is saved
    every 60.seconds
    retries 3
    timeout 1.second
    // path '192.168.7.1'       // a further address; one answer on any path is a success
    // Without lostPulse and regainPulse the shipped scripts run: they tell people and move nothing.
}
