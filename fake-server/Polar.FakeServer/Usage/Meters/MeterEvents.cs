using Polar.FakeServer.Execution;
using Polar.FakeServer.Usage.Events;

namespace Polar.FakeServer.Usage.Meters;

/// <summary>What Polar itself records about meters.</summary>
internal static class MeterEvents
{
    public const string Credited = "meter.credited";
    public const string Reset = "meter.reset";

    public static void RecordCredit(
        Transaction transaction, Guid organization, Guid customer, Guid meter, long units, bool isRollover, DateTimeOffset? at = null) =>
        EventWriter.WriteSystem(
            transaction,
            organization,
            Credited,
            customer,
            EventMetadata.Of(("meter_id", meter), ("units", units), ("rollover", isRollover)),
            at);

    public static void RecordReset(Transaction transaction, Guid organization, Guid customer, Guid meter, DateTimeOffset? at) =>
        EventWriter.WriteSystem(transaction, organization, Reset, customer, EventMetadata.Of(("meter_id", meter)), at);
}
