namespace Polar.FakeServer.Recording;

/// <summary>A recording cannot be begun; the message is a sentence.</summary>
internal sealed class RecordingException(string message, Exception? inner = null) : IOException(message, inner);
