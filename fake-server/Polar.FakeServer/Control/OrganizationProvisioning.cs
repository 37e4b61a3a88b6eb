using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Polar.FakeServer.Authentication;
using Polar.FakeServer.Billing.Dunning;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Validation;
using Polar.FakeServer.Rendering;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Control;

/// <summary>Founds further organizations, as a test asks for them.</summary>
internal static partial class OrganizationProvisioning
{
    private const string SeatFlag = "seat_based_pricing_enabled";

    private const string OrderSettings = "order_settings";

    /// <summary>Founds an organization; the user of the first one owns it too.</summary>
    public static FakeOrganization Found(Transaction transaction, FakeIdentity identity, string slug, Func<OrganizationRow, OrganizationRow> change)
    {
        if (!SlugText().IsMatch(slug))
        {
            throw new WrongInputException("'slug' is not made of lower-case letters, numbers and single hyphens.");
        }

        if (FixedPlaces.Has(slug))
        {
            throw new WrongInputException($"'{slug}' is what addresses of the fake itself begin with, so no organization may be called so.");
        }

        var row = change(NewOrganization.Make(transaction, slug, slug));
        OrganizationInput.Check(row.Resource, slug);
        if (transaction.World.Organizations.Find(OrganizationRow.BySlug, slug) is not null)
        {
            throw new WrongInputException($"There is an organization '{slug}' already.");
        }

        if (transaction.World.Organizations.Find(row.Id) is not null)
        {
            throw new WrongInputException($"There is an organization {row.Id} already.");
        }

        var token = transaction.Random.Token(TokenPrefixes.OfOrganizations);
        var founder = transaction.World.Users[identity.OrganizationProvisioning];
        transaction.Save(row);
        transaction.Save(TokenRow.OfOrganization(token, row.Id));
        transaction.Save(founder.With(row.Id, OrganizationRole.Owner));
        return new FakeOrganization(row.Id, slug, token);
    }

    /// <summary>Changes an organization as only Polar itself can: its status, its flags. Nobody is told.</summary>
    public static Organization Change(Transaction transaction, Guid id, Func<OrganizationRow, OrganizationRow> change)
    {
        var row = transaction.World.Organizations.Find(id) ?? throw new WrongInputException($"There is no organization {id}.");
        var changed = change(row);
        if (changed.Id != id || changed.Resource.Slug != row.Resource.Slug)
        {
            throw new WrongInputException("An organization keeps its id and its slug.");
        }

        var dated = changed.Status == row.Status ? changed : changed with { StatusChangedAt = transaction.Now };
        transaction.Save(dated);
        if (changed.Resource.Capabilities.SubscriptionRenewals && !row.Resource.Capabilities.SubscriptionRenewals)
        {
            SubscriptionCycleJob.CatchUp(transaction, id);
            DunningJob.CatchUp(transaction, id);
        }

        return changed.Resource;
    }

    /// <summary>An organization as a test changes it. A new status brings what the organization may do in it, unless that is changed too.</summary>
    public static OrganizationRow With(OrganizationRow row, Func<Organization, Organization>? change)
    {
        var changed = change?.Invoke(row.Resource) ?? row.Resource;
        return row.With(changed.Status != row.Status && changed.Capabilities == row.Resource.Capabilities
            ? changed with { Capabilities = OrganizationStatuses.Capabilities(changed.Status) }
            : changed);
    }

    /// <summary>An organization with these members changed, settings one by one.</summary>
    public static OrganizationRow With(OrganizationRow row, JsonObject members)
    {
        var asked = members.DeepClone().AsObject();
        var sellsSeats = row.SellsSeats;
        if (asked["feature_settings"] is JsonObject features && features[SeatFlag] is JsonValue flag && flag.TryGetValue(out sellsSeats))
        {
            features.Remove(SeatFlag);
        }

        var numbersTogether = InvoiceNumbering(asked) ?? row.NumbersInvoicesTogether;
        var node = JsonNodes.Of(row.Resource)!.AsObject();
        if (asked["status"] is JsonValue status && status.TryGetValue<string>(out var named))
        {
            node["capabilities"] = JsonNodes.Of(OrganizationStatuses.Capabilities(new OrganizationStatus(named)));
        }

        Merge(node, asked, typeof(Organization), "");
        return Wire.TryRead<Organization>(System.Text.Encoding.UTF8.GetBytes(node.ToJsonString()), out var changed, out var error)
            ? row.With(changed) with { SellsSeats = sellsSeats, NumbersInvoicesTogether = numbersTogether }
            : throw new WrongInputException($"That is no organization: {error}");
    }

    /// <summary>Takes what is said of how invoices are numbered out of the members: no answer shows it; null where nothing is said.</summary>
    private static bool? InvoiceNumbering(JsonObject members)
    {
        if (members[OrderSettings] is not JsonObject settings)
        {
            return null;
        }

        members.Remove(OrderSettings);
        return settings is { Count: 1 } && settings["invoice_numbering"] is JsonValue value && value.TryGetValue<string>(out var numbering)
            && numbering is "customer" or "organization"
            ? numbering == "organization"
            : throw new WrongInputException("'order_settings' is no object with 'invoice_numbering', customer or organization.");
    }

    /// <summary>Puts given members into an object. What is null is often not written at all, so the type says which members there are.</summary>
    private static void Merge(JsonObject target, JsonObject members, Type type, string prefix)
    {
        foreach (var (name, value) in members)
        {
            if (TypeOf(type, name) is not { } described)
            {
                throw new WrongInputException($"An organization has no '{prefix}{name}'.");
            }

            if (value is JsonObject given && target[name] is JsonObject inner)
            {
                Merge(inner, given, described, $"{prefix}{name}.");
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }
    }

    /// <summary>The type of a member by its name on the wire; null where there is none.</summary>
    private static Type? TypeOf(Type type, string name)
    {
        var described = Array.Find(type.GetProperties(), property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name) == name)?.PropertyType;
        return described is { IsGenericType: true } optional && optional.GetGenericTypeDefinition() == typeof(Optional<>)
            ? optional.GetGenericArguments()[0]
            : described;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex SlugText();
}
