using System.Text.Json.Nodes;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Portal.Orders;

/// <summary>A customer pays with a new card or with one on file.</summary>
internal sealed class OneCardRule : BodyRule
{
    public override void Whole(Validator validator, JsonObject body, JsonObject given, ErrorLocation place)
    {
        var fault = (body["confirmation_token_id"], body["payment_method_id"]) switch
        {
            (null, null) => "Either confirmation_token_id or payment_method_id must be provided",
            (not null, not null) => "Only one of confirmation_token_id or payment_method_id can be provided",
            _ => null,
        };
        if (fault is not null)
        {
            Refuse(validator, place, fault, given);
        }
    }
}
