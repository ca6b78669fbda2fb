"""What `sightline doctor` looks at: one check a file, each a decision about plain facts."""
