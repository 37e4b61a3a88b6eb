using System.Text.Json.Nodes;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Entitlements.LicenseKeys;

/// <summary>A time to live may not leave the calendar.</summary>
internal sealed class KeyExpirationRule : BodyRule
{
    /// <inheritdoc/>
    public override void Whole(Validator validator, JsonObject body, JsonObject given, ErrorLocation place)
    {
        if (LicenseKeyExpiry.Fault(body) is { } fault)
        {
            Refuse(validator, place, fault, given);
        }
    }
}
