"""The risk register: its list, its matrix and what open risks may cost."""
