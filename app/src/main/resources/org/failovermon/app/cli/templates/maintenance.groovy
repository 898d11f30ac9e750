// Monitoring goes on and nothing runs: Sundays from 02:00 to 04:00, for all, until you name hosts.
maintenance('NAME') {
    cron '0 0 2 ? * SUN'
    lasts 2.hours
    // zone 'Europe/Berlin'     // the system's, where nothing is said
    everything()                // in its place: monitors 'hostA', 'hostB'
    // Once: from '2026-12-01T02:00'; to '2026-12-01T04:00' in place of cron and lasts
}
