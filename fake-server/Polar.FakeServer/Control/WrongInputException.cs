namespace Polar.FakeServer.Control;

/// <summary>What was asked of the fake itself makes no sense; the message is a sentence for whoever asked.</summary>
internal sealed class WrongInputException(string sentence) : ArgumentException(sentence);
