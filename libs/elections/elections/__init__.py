"""Pure domain shared by all services: elections, calendar, constituencies, JMB, both scripts. No I/O, no clock."""
