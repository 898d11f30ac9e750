// A backup each night at two, Berlin time; none on the night of patches.
defaults { zone 'Europe/Berlin' }

job('nightly') {
    cron '0 0 2 * * ?'
    deadline 30.minutes                  // then it is ended, and the run has timed out
    action 'backup.groovy'
}

// Sundays from one to four: a job whose time falls into it is left out, with a line in the log.
maintenance('patch-day') {
    cron '0 0 1 ? * SUN'
    lasts 3.hours
    everything()
}

rule('backup-missed') {
    on runEnded(of: 'nightly', how: ['failed', 'timed out', 'unknown'])
    oncePer incident
    action { notify "there is no backup of this night: $reason" }
}
