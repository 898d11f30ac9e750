// Asks services and acts on nothing: a rule does, or a monitor that needs them.
check('NAME') {
    icmp address: '127.0.0.1'
    // http url: 'https://www.example.org/', status: 200..299, certificateDays: 14
    // smtp address: '10.0.0.1'
    // tcp address: '10.0.0.1', port: 5432
    // plugin 'check_disk', '-w', '10%', '-c', '5%'
    every 30.seconds
    timeout 5.seconds
    failAfter 3
    recoverAfter 2
    flapping changes: 6, within: 30.minutes
}
