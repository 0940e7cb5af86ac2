"""The headline lane: a closed list of shapes, shown exactly where nobody can be singled out."""
