// A hundred hosts of one kind, NAME1 to NAME100.
for (i in 1..100) {
    monitor("NAME$i") {
        startsByHand()          // remove this line, and they start when the file is saved
        every 10.seconds
        retries 3
        path "10.0.1.$i"
    }
}
