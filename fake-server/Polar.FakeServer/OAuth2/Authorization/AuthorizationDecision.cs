using Polar.FakeServer.Execution;
using Polar.FakeServer.OAuth2.Protocol;

namespace Polar.FakeServer.OAuth2.Authorization;

/// <summary>What comes next for a person whom a client has sent.</summary>
internal enum NextStep
{
    /// <summary>To sign in, once more if need be.</summary>
    SignIn,

    /// <summary>To say whether the client may.</summary>
    Consent,

    /// <summary>Back to the client at once: nothing is left to ask.</summary>
    Return,
}

/// <summary>Decides what comes next: by the rules of OpenID Connect where it was asked for, and by what the person has consented to before.</summary>
internal static class AuthorizationDecision
{
    private const string None = "none";
    private const string Login = "login";

    public static (NextStep Step, OAuth2Refusal? Refusal) Of(World world, AuthorizationRequest request, Guid? user)
    {
        var (wantsSignIn, refusal) = request.IsOpenId ? Prompted(request.Prompt, user) : (false, null);
        if (refusal is not null)
        {
            return (default, ToClient(request, refusal));
        }

        if (!SubTypes.IsKnown(request.SubType))
        {
            return (default, OAuth2Refusal.InvalidRequest("Invalid sub_type") with { State = request.State });
        }

        // Polar's own apps never ask for consent.
        if (user is { } person && request.Client.IsFirstParty)
        {
            return (NextStep.Return, null);
        }

        var hasConsented = user is { } known
            && world.OAuth2Consents.Find(ConsentRow.IdOf(request.Client.ClientId, known)) is { } consent
            && ScopeText.IsWithin(request.Scope, consent.Scope);
        if (request.Prompt == None && (user is null || !hasConsented))
        {
            return (default, ToClient(request, new OAuth2Refusal(400, user is null ? "login_required" : "consent_required")));
        }

        return (wantsSignIn ? NextStep.SignIn : request.Prompt is null && hasConsented ? NextStep.Return : NextStep.Consent, null);
    }

    private static OAuth2Refusal ToClient(AuthorizationRequest request, OAuth2Refusal refusal) =>
        refusal with { RedirectUri = request.RedirectUri, State = request.State };

    /// <summary>What the client wants the person to be asked.</summary>
    private static (bool WantsSignIn, OAuth2Refusal? Refusal) Prompted(string? prompt, Guid? user)
    {
        if (string.IsNullOrEmpty(prompt))
        {
            return (user is null, null);
        }

        if (prompt == None && user is null)
        {
            return (false, new OAuth2Refusal(400, "login_required"));
        }

        var prompts = ScopeText.Words(prompt);
        return prompts.Contains(None) && prompts.Length > 1
            ? (false, OAuth2Refusal.InvalidRequest("Invalid 'prompt' parameter."))
            : (user is null || prompts.Contains(Login), null);
    }
}
