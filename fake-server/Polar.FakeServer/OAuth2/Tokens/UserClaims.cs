using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.OAuth2.Protocol;
using Polar.FakeServer.Organizations;

namespace Polar.FakeServer.OAuth2.Tokens;

/// <summary>What a client is told about whom its tokens stand for, as far as their scope goes.</summary>
internal static class UserClaims
{
    public static IEnumerable<(string Name, JsonNode? Value)> Of(World world, TokenSubject subject, string scope)
    {
        yield return ("sub", subject.Id.ToString());
        if (subject.IsOrganization)
        {
            if (ScopeText.Has(scope, ScopeText.OpenId))
            {
                yield return ("name", world.Organizations[subject.Id].Resource.Slug);
            }
        }
        else if (ScopeText.Has(scope, ScopeText.Email))
        {
            yield return ("email", world.Users[subject.Id].Email);
            yield return ("email_verified", true);
        }
    }
}
