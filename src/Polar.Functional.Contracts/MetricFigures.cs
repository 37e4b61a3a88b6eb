namespace Polar.Functional.Contracts;

public sealed partial record MetricPeriod
{
    /// <summary>The same period, written without the metrics that are null, as the service writes it.</summary>
    internal MetricPeriod WithoutNulls()
    {
        var period = this with { };
        period._absences = Absences.All;
        return period;
    }
}

public sealed partial record MetricsTotals
{
    /// <summary>The same totals, written without the metrics that are null, as the service writes them.</summary>
    internal MetricsTotals WithoutNulls()
    {
        var totals = this with { };
        totals._absences = Absences.All;
        return totals;
    }
}

public sealed partial record Metrics
{
    /// <summary>The same descriptions, written without those that are null, as the service writes them.</summary>
    internal Metrics WithoutNulls()
    {
        var metrics = this with { };
        metrics._absences = Absences.All;
        return metrics;
    }
}
