using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>A buyer answered the bank on a page, for a checkout that waited for it.</summary>
/// <param name="ClientSecret">The checkout.</param>
/// <param name="IsApproved">Whether the buyer approved of the payment.</param>
internal sealed record CheckoutBankStep(string ClientSecret, bool IsApproved) : RecordedStep
{
    /// <summary>Takes the step; nothing happens where nothing is waited for any more.</summary>
    public string Take(Transaction transaction)
    {
        if (transaction.World.Checkouts.Find(CheckoutRow.ByClientSecret, ClientSecret) is { AwaitsAction: true } row)
        {
            CheckoutConfirmation.Act(transaction, row, IsApproved);
        }

        return ClientSecret;
    }
}
