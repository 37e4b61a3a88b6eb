using Microsoft.Extensions.Logging;

namespace Polar.FakeServer.Execution;

/// <summary>What the engine tells of itself.</summary>
internal sealed partial class Engine
{
    /// <summary>Tells of something beside the steps that has failed alone.</summary>
    /// <param name="name">What has failed.</param>
    /// <param name="fault">Why.</param>
    public void Report(string name, Exception fault) => LogStepFailed(name, fault);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Operation} answers {Status}.")]
    private partial void LogAnswered(string operation, int status);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Operation} failed; nothing of it has happened.")]
    private partial void LogStepFailed(string operation, Exception fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "The clock stands at {Moment:O}.")]
    private partial void LogMoved(DateTimeOffset moment);

    [LoggerMessage(Level = LogLevel.Information, Message = "Everything is as it was at the start.")]
    private partial void LogReset();

    [LoggerMessage(Level = LogLevel.Error, Message = "{Kind}, due at {Due:O}, failed and is parked.")]
    private partial void LogParked(string kind, DateTimeOffset due, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "What was due when the alarm rang could not be done.")]
    private partial void LogAlarmFailed(Exception fault);
}
