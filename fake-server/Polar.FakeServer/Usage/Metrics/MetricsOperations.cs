using System.Globalization;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Time;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Metrics;

/// <summary>Business figures as the merchant sees them, and the dashboards that he makes of them.</summary>
internal sealed class MetricsOperations : IMetricsOperations
{
    public Outcome<MetricsResponse> Get(Transaction transaction, MetricsGetQuery query) =>
        MetricsQuestion.Of(query).Answer(transaction).Then<MetricsResponse>(report => MetricsProjection.ToResource(report));

    public Outcome<string> Export(Transaction transaction, MetricsExportQuery query) =>
        MetricsQuestion.Of(query).Answer(transaction).Then<string>(report =>
        {
            transaction.SavedAs = "polar-metrics.csv";
            var shown = report.Shown.ToArray();
            return Csv.Write(
                ["Timestamp", .. shown.Select(metric => metric.DisplayName)],
                Enumerable.Range(0, report.Periods.Count).Select(period => shown
                    .Select(metric => report.Value(metric.Name, period).ToString(CultureInfo.InvariantCulture))
                    .Prepend(IsoInstant.Of(report.Periods.Start(period)))));
        });

    public Outcome<MetricsLimits> Limits(Transaction transaction) => IntervalLimits.Resource;

    public Outcome<ValueList<MetricDashboardSchema>> ListDashboards(Transaction transaction, MetricsListDashboardsQuery query) =>
        transaction.World.Dashboards.Visible(transaction, query.OrganizationId).Select(row => row.Resource).ToValueList();

    public Outcome<MetricDashboardSchema> CreateDashboard(Transaction transaction, MetricDashboardCreate body)
    {
        if (!transaction.TryOrganization(body.OrganizationId, out var organization, out var fault))
        {
            return fault;
        }

        return transaction.Save(new DashboardRow(new MetricDashboardSchema
        {
            Id = transaction.NewId(),
            CreatedAt = transaction.Now,
            ModifiedAt = null,
            Name = body.Name,
            Metrics = body.Metrics ?? [],
            OrganizationId = organization.Id,
        })).Resource;
    }

    public Outcome<MetricDashboardSchema> GetDashboard(Transaction transaction, Guid id) =>
        transaction.World.Dashboards.Visible(transaction, id) is { } row ? row.Resource : Failure.NotFound;

    public Outcome<MetricDashboardSchema> UpdateDashboard(Transaction transaction, Guid id, MetricDashboardUpdate body)
    {
        if (transaction.World.Dashboards.Visible(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        var changed = row.Resource with { Name = body.Name.Value ?? row.Resource.Name, Metrics = body.Metrics.Value ?? row.Resource.Metrics };
        return changed == row.Resource
            ? row.Resource
            : transaction.Save(new DashboardRow(changed with { ModifiedAt = transaction.Now })).Resource;
    }

    public Outcome<Nothing> DeleteDashboard(Transaction transaction, Guid id)
    {
        if (transaction.World.Dashboards.Visible(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        transaction.Remove(row);
        return default(Nothing);
    }
}
