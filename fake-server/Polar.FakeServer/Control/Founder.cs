using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>Founds further organizations, as a test asks for them.</summary>
internal static partial class Founder
{
    /// <summary>Founds an organization; the user of the first one owns it too.</summary>
    public static FakeOrganization Found(Transaction transaction, FakeIdentity identity, string slug, Func<Organization, Organization> change)
    {
        if (!SlugText().IsMatch(slug))
        {
            throw new WrongInputException("'slug' is not made of lower-case letters, numbers and single hyphens.");
        }

        var plain = NewOrganization.Make(transaction.NewId(), transaction.Now, slug, slug);
        var row = plain with { Shown = change(plain.Shown) };
        if (row.Shown.Slug != slug || transaction.World.Organizations.All.Any(other => other.Shown.Slug == slug))
        {
            throw new WrongInputException($"There is an organization '{slug}' already.");
        }

        if (transaction.World.Organizations.Find(row.Id) is not null)
        {
            throw new WrongInputException($"There is an organization {row.Id} already.");
        }

        var token = Tokens.OfOrganization(transaction.Random.Token(Tokens.OfOrganizations), row.Id);
        var founder = transaction.World.Users[identity.Founder];
        transaction.World = transaction.World with
        {
            Organizations = transaction.World.Organizations.Add(row),
            Tokens = transaction.World.Tokens.Add(token.Token, token),
            Users = transaction.World.Users.SetItem(
                founder.Id, founder with { Roles = founder.Roles.Add(row.Id, OrganizationRole.Owner) }),
        };
        return new FakeOrganization(row.Id, slug, token.Token);
    }

    /// <summary>An organization with these members changed, settings one by one.</summary>
    public static Organization With(Organization organization, JsonObject members)
    {
        var node = Recast.Node(organization)!.AsObject();
        Merge(node, members, "");
        return Wire.TryRead<Organization>(System.Text.Encoding.UTF8.GetBytes(node.ToJsonString()), out var changed, out var error)
            ? changed
            : throw new WrongInputException($"That is no organization: {error}");
    }

    private static void Merge(JsonObject target, JsonObject members, string prefix)
    {
        foreach (var (name, value) in members)
        {
            if (!target.ContainsKey(name))
            {
                throw new WrongInputException($"An organization has no '{prefix}{name}'.");
            }

            if (target[name] is JsonObject inner && value is JsonObject given)
            {
                Merge(inner, given, $"{prefix}{name}.");
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex SlugText();
}
