"""What a person can do: functions over an open unit of work, and the questions pages ask."""
