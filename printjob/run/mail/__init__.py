"""Mail classes of a night (差出の区分): decided before jobs are cut, kept with the run, explained."""
