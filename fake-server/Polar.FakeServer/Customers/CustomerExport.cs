using System.Text.Json.Nodes;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Simulation;
using Polar.FakeServer.Time;
using Polar.FakeServer.Rendering;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Customers;

/// <summary>Customers as comma-separated values.</summary>
internal static class CustomerExport
{
    private static readonly string[] s_header =
    [
        "ID", "External ID", "Created At", "Email", "Name", "Tax ID", "Billing Address Line 1", "Billing Address Line 2", "Billing Address City",
        "Billing Address State", "Billing Address Zip", "Billing Address Country", "Metadata",
    ];

    public static string Write(IEnumerable<CustomerRow> rows) => Csv.Write(s_header, rows.Select(Fields));

    private static string?[] Fields(CustomerRow row)
    {
        var shown = row.Resource;
        var address = shown.BillingAddress;
        return
        [
            shown.Id.ToString(),
            shown.ExternalId,
            IsoInstant.Of(shown.CreatedAt),
            row.Email,
            shown.Name,
            shown.TaxId is [var number, var format] ? $"('{number}', <TaxIDFormat.{format}: '{format}'>)" : null,
            address?.Line1,
            address?.Line2,
            address?.City,
            address?.State,
            address?.PostalCode,
            address?.Country.Value,
            shown.Metadata.Count == 0 ? null : Json(shown.Metadata),
        ];
    }

    private static string Json(ValueMap<JsonScalar> metadata) => "{" + string.Join(
        ", ", metadata.Select(entry => $"{JsonValue.Create(entry.Key).ToJsonString()}: {JsonNodes.Of(entry.Value)?.ToJsonString() ?? "null"}")) + "}";
}
