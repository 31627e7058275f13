"""How a trajectory moves. Pure: judges and changes it in memory, saves nothing."""
