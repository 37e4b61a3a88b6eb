using System.Collections.Immutable;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.OAuth2.Protocol;
using Polar.FakeServer.OAuth2.Tokens;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.OAuth2.Authorization;

/// <summary>What the page that a browser is sent to asks, and what it is told.</summary>
internal static class AuthorizationEndpoint
{
    private static readonly Reply s_signIn = Reply.Json(401, "{\"detail\":\"Unauthorized\"}");

    /// <summary>What a person is to consent to; or straight back to the client, where that is not needed.</summary>
    public static Reply Authorize(Transaction transaction, OAuth2Request asked)
    {
        var caller = transaction.Caller;
        var (request, refusal) = AuthorizationRequest.Read(transaction.World, asked);
        if (refusal is not null)
        {
            return refusal.ToReply();
        }

        var (step, fault) = AuthorizationDecision.Of(transaction.World, request!, caller.User);
        if (fault is not null)
        {
            return fault.ToReply();
        }

        if (step == NextStep.Return)
        {
            var (reply, problem) = Return(transaction, request!, caller);
            return reply ?? problem!.ToReply();
        }

        return step == NextStep.SignIn
            ? s_signIn
            : Reply.Of<AuthorizeResponse>(transaction.Settings.Renderer, transaction.World, 200, Question(transaction.World, request!, caller));
    }

    /// <summary>The person has decided.</summary>
    public static (Reply? Reply, OAuth2Refusal? Refusal) Consent(Transaction transaction, OAuth2Request asked, Caller caller, bool isAllowed)
    {
        var (request, refusal) = AuthorizationRequest.Read(transaction.World, asked);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        if (!isAllowed)
        {
            return (null, OAuth2Refusal.AccessDenied with { RedirectUri = request!.RedirectUri, State = request.State });
        }

        var (reply, fault) = Code(transaction, request!, caller);
        if (reply is not null)
        {
            transaction.Save(new ConsentRow(request!.Client.ClientId, caller.User!.Value, request.Scope, transaction.Now));
        }

        return (reply, fault);
    }

    /// <summary>Back to the client at once; that Polar's own may do everything is remembered like a consent.</summary>
    public static (Reply? Reply, OAuth2Refusal? Refusal) Return(Transaction transaction, AuthorizationRequest request, Caller caller)
    {
        if (request.Client.IsFirstParty)
        {
            transaction.Save(new ConsentRow(request.Client.ClientId, caller.User!.Value, request.Client.Metadata.Scope, transaction.Now));
        }

        return Code(transaction, request, caller);
    }

    /// <summary>The organizations that a person can narrow a token to.</summary>
    public static IEnumerable<Organization> Reach(World world, Caller caller) =>
        caller.Memberships
            .Select(membership => world.Organizations[membership.Organization])
            .OrderBy(row => row.CreatedAt)
            .ThenBy(row => row.Resource.Slug, StringComparer.Ordinal)
            .Select(row => row.Resource);

    private static AuthorizeResponseUser Question(World world, AuthorizationRequest request, Caller caller) => new()
    {
        Client = Clients.ClientProjection.ToPublic(request.Client),
        Sub = caller.User is { } user
            ? new AuthorizeUser { Id = user, Email = world.Users[user].Email, AvatarUrl = null }
            : null,
        Scopes = ScopeText.Words(request.Scope).Distinct().Select(scope => new Scope(scope)).ToValueList(),
        Organizations = Reach(world, caller)
            .Select(organization => new AuthorizeOrganization
            {
                Id = organization.Id,
                Slug = organization.Slug,
                AvatarUrl = organization.AvatarUrl,
                Name = organization.Name,
            })
            .ToValueList(),
        RequiresSingleOrganization = request.RequiresSingleOrganization,
        ScopeDisplayNames = ScopeDisplayNames.All,
    };

    /// <summary>Sends the browser back with a code.</summary>
    private static (Reply? Reply, OAuth2Refusal? Refusal) Code(Transaction transaction, AuthorizationRequest request, Caller caller)
    {
        if (!SubTypes.IsKnown(request.SubType))
        {
            return (null, OAuth2Refusal.InvalidRequest("Invalid sub_type"));
        }

        var (organizations, fault) = Narrowed(request, caller);
        if (fault is not null)
        {
            return (null, OAuth2Refusal.InvalidRequest(fault));
        }

        var code = transaction.Random.Token("polar_ac_");
        transaction.Save(new AuthorizationCodeRow
        {
            Id = transaction.NewId(),
            CreatedAt = transaction.Now,
            Code = KeptToken.Of(code),
            ClientId = request.Client.ClientId,
            UserId = caller.User!.Value,
            Scope = request.Scope,
            RedirectUri = request.SentRedirectUri,
            Nonce = request.Nonce,
            CodeChallenge = request.CodeChallenge,
            CodeChallengeMethod = request.CodeChallengeMethod,
            Organizations = organizations,
        });
        return (OAuth2Reply.Redirect(request.RedirectUri, ("code", code), ("state", string.IsNullOrEmpty(request.State) ? null : request.State)), null);
    }

    /// <summary>What the person has chosen; a token never reaches further than the session that it was made in.</summary>
    private static (ImmutableArray<Guid> Organizations, string? Fault) Narrowed(AuthorizationRequest request, Caller caller)
    {
        var chosen = new List<Guid>();
        foreach (var text in request.Organizations)
        {
            if (!Guid.TryParse(text, out var id))
            {
                return ([], "Invalid 'organizations' UUID");
            }

            chosen.Add(id);
        }

        var reach = caller.Memberships.Select(membership => membership.Organization).ToArray();
        if (chosen.Find(id => !reach.Contains(id)) is var foreign && foreign != default)
        {
            return ([], $"Organization {foreign} is not accessible");
        }

        if (chosen.Count == 0 && caller.IsNarrowed && reach.Length == 0)
        {
            return ([], "The session has no accessible organizations");
        }

        ImmutableArray<Guid> narrowed = chosen.Count > 0 ? [.. chosen.Distinct()] : caller.IsNarrowed ? [.. reach] : [];
        return !request.RequiresSingleOrganization ? (narrowed, null)
            : narrowed.IsEmpty ? ([], "sub_type=organization requires selecting an organization")
            : ([narrowed.MinBy(id => id.ToString(), StringComparer.Ordinal)], null);
    }
}
