using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.OAuth2.Tokens;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.OAuth2;

/// <summary>Tells a client whom its access token stands for; members that the token's scope does not cover are left out.</summary>
internal static class UserInfoEndpoint
{
    /// <summary>The same by POST, which OpenID Connect wants and the API description leaves out.</summary>
    public static Route PostRoute { get; } = new()
    {
        Id = "oauth2:userinfo_post",
        Method = "POST",
        Template = "/v1/oauth2/userinfo",
        Status = 200,
        Scopes = [],
        Subjects = [nameof(SubjectKind.User), nameof(SubjectKind.Organization)],
        Path = [],
        Query = [],
        Handle = static (_, transaction, _) => Reply.Of(transaction, 200, Of(transaction)),
    };

    public static Outcome<UserInfo> Of(Transaction transaction)
    {
        var caller = transaction.Caller;
        var subject = caller.User is { } user ? TokenSubject.OfUser(user) : TokenSubject.OfOrganization(caller.Memberships[0].Organization);
        var claims = new JsonObject(UserClaims
            .Of(transaction.World, subject, string.Join(' ', caller.Scopes))
            .Select(claim => KeyValuePair.Create(claim.Name, claim.Value)));

        // What is read from JSON keeps what was not in it apart from what is null.
        return subject.IsOrganization ? JsonBinding.Read<UserInfoOrganization>(claims) : JsonBinding.Read<UserInfoUser>(claims);
    }
}
