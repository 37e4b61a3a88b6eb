using System.Globalization;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Portal;

/// <summary>What a portal says of what a customer pays with.</summary>
internal static class PaymentMethodTexts
{
    public static string Name(CustomerPaymentMethod method) => method is PaymentMethodCard { MethodMetadata: var card }
        ? $"{PortalTexts.Word(card.Brand)} •••• {card.Last4}, good until {card.ExpMonth.ToString("00", CultureInfo.InvariantCulture)}/{card.ExpYear}"
        : "Payment method";
}
