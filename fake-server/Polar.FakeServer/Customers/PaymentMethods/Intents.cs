using Polar.FakeServer.Execution;
using Polar.FakeServer.Simulation;

namespace Polar.FakeServer.Customers.PaymentMethods;

/// <summary>What waits until a bank has seen its customer.</summary>
internal static class Intents
{
    private const string Mark = "_secret_";
    private const int IdLength = 24;
    private const int SecretLength = 25;

    /// <summary>Begins to wait.</summary>
    /// <param name="transaction">The step.</param>
    /// <param name="customer">Who has to show itself.</param>
    /// <param name="cardToken">The card.</param>
    /// <param name="outcome">What comes of it once that has succeeded.</param>
    /// <param name="order">The order that it pays; null where a card is only to be kept.</param>
    public static IntentRow Await(Transaction transaction, CustomerRow customer, string cardToken, CardOutcome outcome, Guid? order = null)
    {
        var id = (order is null ? "seti_" : "pi_") + transaction.Random.Text(IdLength);
        return transaction.Save(new IntentRow
        {
            Id = transaction.NewId(),
            OrganizationId = customer.OrganizationId,
            CreatedAt = transaction.Now,
            CustomerId = customer.Id,
            ProcessorId = id,
            ClientSecret = id + Mark + transaction.Random.Text(SecretLength),
            CardToken = cardToken,
            RefusalAfterAction = outcome.Refusal,
            OrderId = order,
        });
    }

    /// <summary>The intent with this id or this client secret.</summary>
    public static IntentRow? Find(World world, string idOrSecret)
    {
        var id = IdOf(idOrSecret);
        return world.Intents.Find(IntentRow.ByProcessorId, id) is { } row && (id == idOrSecret || row.ClientSecret == idOrSecret) ? row : null;
    }

    /// <summary>The id that a client secret begins with.</summary>
    public static string IdOf(string idOrSecret) => idOrSecret.IndexOf(Mark, StringComparison.Ordinal) is >= 0 and var end ? idOrSecret[..end] : idOrSecret;

    /// <summary>The bank has seen its customer, or has not: nothing is waited for any more.</summary>
    public static IntentRow Act(Transaction transaction, IntentRow row, bool succeeds)
    {
        var refusal = succeeds ? row.RefusalAfterAction : CardTokens.Because(CardTokens.NotAuthenticated);
        return transaction.Save(row with { Status = refusal is null ? IntentStatus.Succeeded : IntentStatus.Failed, RefusalAfterAction = refusal });
    }
}
