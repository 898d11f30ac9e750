// Runs by the calendar, never twice at once: seconds, minutes, hours, day, month, day of the week.
job('NAME') {
    cron '0 0 2 * * ?'
    // zone 'Europe/Berlin'     // the system's, where nothing is said
    deadline 30.minutes
    action { log 'replace this by: exec \'/usr/local/bin/backup\'' }
}
