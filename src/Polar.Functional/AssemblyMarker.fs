namespace Polar.Functional

/// Marks the assembly for reflection.
type internal AssemblyMarker = class end
