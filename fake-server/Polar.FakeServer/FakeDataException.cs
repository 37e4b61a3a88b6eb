namespace Polar.FakeServer;

/// <summary>A data file cannot be used, or something could not be written to it; the message is a sentence that says why.</summary>
public sealed class FakeDataException : Exception
{
    internal FakeDataException(string sentence, Exception? cause = null)
        : base(sentence, cause)
    {
    }
}
