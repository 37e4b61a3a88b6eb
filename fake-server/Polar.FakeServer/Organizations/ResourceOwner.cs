using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Organizations;

/// <summary>Decides to which organization a new resource belongs.</summary>
internal static class ResourceOwner
{
    /// <summary>
    /// The organization that owns a new resource: that of an organization's token, which must not be named; for a user's token the one that is named,
    /// or the only one that the token is narrowed to.
    /// </summary>
    public static bool TryOrganization(
        this Transaction transaction, Guid? named, [NotNullWhen(true)] out OrganizationRow? organization, [NotNullWhen(false)] out Failure? fault)
    {
        var issue = transaction.OrganizationIssue(named, ["body", "organization_id"], "value_error", out organization);
        fault = issue is null ? null : Failure.Invalid(issue);
        return organization is not null;
    }

    /// <summary>The same, where the resource is one of several in a request.</summary>
    /// <param name="transaction">The step.</param>
    /// <param name="named">The organization that the body names.</param>
    /// <param name="location">Where it does.</param>
    /// <param name="unknown">The type of the issue when there is no such organization for the caller.</param>
    /// <param name="organization">The organization; null when there is an issue.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static RequestError? OrganizationIssue(
        this Transaction transaction, Guid? named, IReadOnlyList<object> location, string unknown, out OrganizationRow? organization)
    {
        var caller = transaction.Caller;
        var isOrganization = caller.Kind == SubjectKind.Organization;
        var wanted = named ?? (isOrganization || caller.ActsForOne ? caller.Memberships[0].Organization : null);
        var inReach = !(isOrganization && named is not null) && caller.Memberships.Any(membership => membership.Organization == wanted);
        organization = inReach ? transaction.World.Organizations.Find(wanted!.Value) : null;
        if (organization is not null)
        {
            transaction.AuthorizeWrite(organization.Id);
            return null;
        }

        var (type, message) = isOrganization
            ? ("organization_token", "Setting organization_id is disallowed when using an organization token.")
            : named is null ? ("missing", "organization_id is required.")
            : (unknown, "Organization not found.");
        return new RequestError(type, location, message, named is { } id ? JsonValue.Create(id.ToString()) : null);
    }
}
