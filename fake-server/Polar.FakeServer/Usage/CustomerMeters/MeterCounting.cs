using System.Collections.Immutable;
using Polar.FakeServer.Billing.Metering;
using Polar.FakeServer.Catalog.Meters;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Usage.Events;
using Polar.FakeServer.Usage.Meters;

namespace Polar.FakeServer.Usage.CustomerMeters;

/// <summary>
/// Counts a customer's events for a meter, each of them once: what was counted before is kept, and only what has come since is looked at. A period begins
/// with the latest reset; what counts for it is when events were ingested, not when they happened.
/// </summary>
internal static class MeterCounting
{
    /// <summary>The beginning of the count.</summary>
    public static MeterProgress Start(MeterGauge gauge) => new() { Usage = Tally.Empty(gauge.Kind) };

    /// <summary>The count with all events that there are.</summary>
    /// <param name="store">The events.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="gauge">The meter.</param>
    /// <param name="progress">The count so far.</param>
    /// <param name="measured">Whether any of the new events is measured by the meter.</param>
    public static MeterProgress Advance(EventStore store, CustomerRow customer, MeterGauge gauge, MeterProgress progress, out bool measured)
    {
        var externalId = customer.Resource.ExternalId;
        if (externalId is not null && progress.ExternalId != externalId)
        {
            progress = progress with { ExternalId = externalId, External = 0 };
        }

        var own = store.OfCustomer(customer.OrganizationId, customer.Id, null);
        var external = externalId is null ? [] : store.OfCustomer(customer.OrganizationId, null, externalId);
        measured = false;
        if (own.Count == progress.Own && external.Count == progress.External)
        {
            return progress;
        }

        var count = new PeriodCount(gauge, progress);
        foreach (var row in Merged(own, progress.Own, external, progress.External))
        {
            measured |= count.Take(row);
        }

        if (count.BeginsEarlier)
        {
            count.Recount(Merged(own, FirstSince(own, count.ResetAt!.Value), external, FirstSince(external, count.ResetAt.Value)));
        }

        return count.ToProgress() with { Own = own.Count, External = external.Count };
    }

    /// <summary>The count of these events, which are in the order in which they were ingested.</summary>
    public static MeterProgress Count(IReadOnlyList<EventRow> events, MeterGauge gauge)
    {
        var count = new PeriodCount(gauge, Start(gauge));
        foreach (var row in events)
        {
            count.Take(row);
        }

        if (count.BeginsEarlier)
        {
            count.Recount(events);
        }

        return count.ToProgress();
    }

    /// <summary>The events of both lists from a place in each on, in the order in which they were ingested.</summary>
    public static IEnumerable<EventRow> Merged(IReadOnlyList<EventRow> own, int first, IReadOnlyList<EventRow> external, int second)
    {
        while (first < own.Count || second < external.Count)
        {
            yield return second == external.Count || (first < own.Count && own[first].Place < external[second].Place) ? own[first++] : external[second++];
        }
    }

    private static int FirstSince(IReadOnlyList<EventRow> rows, DateTimeOffset moment)
    {
        var (low, high) = (0, rows.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = rows[middle].IngestedAt < moment ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>A count that goes on.</summary>
    private sealed class PeriodCount(MeterGauge gauge, MeterProgress progress)
    {
        private TallyBuilder _usage = new(gauge.Kind);
        private MeterProgress _progress = progress;

        /// <summary>When the latest period ended.</summary>
        public DateTimeOffset? ResetAt => _progress.ResetAt;

        /// <summary>Whether a period has ended before that was recorded, so that events count again that came in between.</summary>
        public bool BeginsEarlier { get; private set; }

        public bool Take(EventRow row)
        {
            if (gauge.IsReset(row) && row.Subject.CustomerId is not null && !(row.Timestamp < _progress.ResetAt))
            {
                BeginsEarlier = row.Timestamp < row.IngestedAt;
                _usage = new TallyBuilder(gauge.Kind);
                _progress = _progress with
                {
                    Usage = Tally.Empty(gauge.Kind),
                    Credits = [],
                    ResetAt = row.Timestamp,
                    ResetRecordedAt = row.IngestedAt,
                    ResetEvent = row.Place,
                };
                Note(row);
                return false;
            }

            return IsInPeriod(row) && Measure(row);
        }

        /// <summary>Counts the current period from its beginning.</summary>
        public void Recount(IEnumerable<EventRow> rows)
        {
            _usage = new TallyBuilder(gauge.Kind);
            _progress = _progress with { Usage = Tally.Empty(gauge.Kind), Credits = [] };
            foreach (var row in rows.Where(IsInPeriod))
            {
                Measure(row);
            }
        }

        public MeterProgress ToProgress() => _progress with { Usage = _progress.Usage.With(_usage) };

        private bool IsInPeriod(EventRow row) =>
            _progress.ResetAt is not { } reset
            || row.IngestedAt > reset
            || (row.IngestedAt == reset && (_progress.ResetRecordedAt > reset || row.Place >= _progress.ResetEvent));

        private bool Measure(EventRow row)
        {
            if (row.Subject.CustomerId is not null && gauge.CreditOf(row) is { } credit)
            {
                _progress = _progress with { Credits = Inserted(_progress.Credits, credit) };
                Note(row);
                return false;
            }

            if (!gauge.TryRead(row, out var reading))
            {
                if (row.Subject.CustomerId is not null && gauge.IsReset(row))
                {
                    Note(row);
                }

                return false;
            }

            if (!row.IsSystem)
            {
                _usage.Add(reading);
            }

            Note(row);
            return true;
        }

        private void Note(EventRow row) => _progress = _progress with
        {
            Latest = _progress.Latest > row.Place ? _progress.Latest : row.Place,
            LatestIngestedAt = _progress.LatestIngestedAt > row.IngestedAt ? _progress.LatestIngestedAt : row.IngestedAt,
            NewestTimestamp = _progress.NewestTimestamp > row.Timestamp ? _progress.NewestTimestamp : row.Timestamp,
        };

        private static ImmutableList<Credit> Inserted(ImmutableList<Credit> credits, Credit credit)
        {
            var place = credits.Count;
            while (place > 0 && credits[place - 1].Timestamp > credit.Timestamp)
            {
                place--;
            }

            return credits.Insert(place, credit);
        }
    }
}
