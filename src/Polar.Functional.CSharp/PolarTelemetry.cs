namespace Polar.Functional.CSharp;

/// <summary>What the client tells OpenTelemetry: a span and a duration for each try of a call, without secrets and without values of paths.</summary>
public static class PolarTelemetry
{
    /// <summary>The name of the activity source and of the meter, for <c>AddSource</c> and <c>AddMeter</c>.</summary>
    public const string Name = Telemetry.Name;
}
