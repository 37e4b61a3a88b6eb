using Polar.FakeServer.Time;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Metrics;

/// <summary>The metrics that were asked for, by period and in total. Those that they are made of are computed too, and not shown.</summary>
internal sealed class MetricReport
{
    private readonly MetricColumns _columns;
    private readonly bool[] _computed = new bool[MetricDefinition.All.Count];
    private readonly bool[] _shown = new bool[MetricDefinition.All.Count];

    private MetricReport(CalendarPeriods periods, ValueList<string>? slugs)
    {
        Periods = periods;
        _columns = new MetricColumns(periods.Count);
        foreach (var metric in slugs?.Select(slug => MetricDefinition.Find(slug)!) ?? MetricDefinition.All)
        {
            _shown[(int)metric.Name] = true;
            _computed[(int)metric.Name] = true;
            foreach (var source in metric.Sources)
            {
                _computed[(int)source] = true;
            }
        }
    }

    public CalendarPeriods Periods { get; }

    /// <summary>The metrics that are shown, in Polar's order.</summary>
    public IEnumerable<MetricDefinition> Shown => MetricDefinition.All.Where(metric => Shows(metric.Name));

    /// <summary>Computes metrics.</summary>
    /// <param name="scope">What they are computed of.</param>
    /// <param name="interval">How long a period is.</param>
    /// <param name="slugs">Which ones, all of which there are; null for all.</param>
    public static MetricReport Make(MetricScope scope, TimeInterval interval, ValueList<string>? slugs)
    {
        var report = new MetricReport(scope.Periods, slugs);
        report.Compute(SubscriptionMetrics.Computes, new SubscriptionMetrics(scope, report._columns).Compute);
        report.Compute(CheckoutMetrics.Computes, new CheckoutMetrics(scope, report._columns).Compute);
        report.Compute(ChurnMetrics.Computes, () => new ChurnMetrics(scope, report._columns).Compute(interval));
        report.Compute(SeatMetrics.Computes, new SeatMetrics(scope, report._columns).Compute);
        report.Compute(OrderMetrics.Computes, new OrderMetrics(scope, report._columns).Compute);
        report.Compute(EventMetrics.Computes, new EventMetrics(scope, report._columns).Compute);
        report.Derive();
        return report;
    }

    public bool Shows(MetricName metric) => _shown[(int)metric];

    public decimal Value(MetricName metric, int period) => _columns[metric][period];

    public decimal Total(MetricName metric) => MetricDefinition.Of(metric).Total switch
    {
        TotalKind.Sum => Sum(metric),
        TotalKind.Last => Last(metric),
        _ => DerivedMetrics.Total(metric, Sum, Last),
    };

    private void Compute(Func<MetricName, bool> computes, Action compute)
    {
        if (MetricDefinition.All.Any(metric => _computed[(int)metric.Name] && computes(metric.Name)))
        {
            compute();
        }
    }

    private void Derive()
    {
        foreach (var metric in MetricDefinition.All.Where(metric => metric.Sources.Length > 0 && _computed[(int)metric.Name]))
        {
            for (var period = 0; period < Periods.Count; period++)
            {
                _columns[metric.Name][period] = DerivedMetrics.Value(metric.Name, source => _columns[source][period]);
            }
        }
    }

    private decimal Sum(MetricName metric) => _computed[(int)metric] ? MetricNumbers.Sum(_columns[metric].Sum()) : 0;

    private decimal Last(MetricName metric) => _computed[(int)metric] ? _columns[metric][^1] : 0;
}
