namespace Polar.FakeServer;

/// <summary>What that which is written to a data file outlives.</summary>
public enum FakeDataDurability
{
    /// <summary>A loss of power too: a call is answered once the disk has what it changed.</summary>
    Machine,

    /// <summary>
    /// The end of the process, however it comes, and no more: a call is answered once the operating system has what it changed. That is faster, and a loss
    /// of power or a crash of the machine may take the latest answers with it; the file stays whole.
    /// </summary>
    Process,
}
