using Polar.FakeServer.Execution;
using Polar.FakeServer.OAuth2.Authorization;
using Polar.FakeServer.Organizations;

namespace Polar.FakeServer.OAuth2.Pages;

/// <summary>
/// Who is in front of the fake's pages: whom the address says, else whose session the browser has, else the user who is signed in at once. An address
/// that says nobody signs out.
/// </summary>
/// <param name="User">The user; null where somebody has to sign in first.</param>
/// <param name="Unknown">Who the address says, and is nobody.</param>
/// <param name="IsChosen">Whether the address says who; then that one has just signed in.</param>
internal sealed record SignedInUser(UserRow? User, string? Unknown, bool IsChosen)
{
    /// <summary>The parameter that says who: a user's id or e-mail address.</summary>
    public const string Parameter = "as";

    public static SignedInUser Of(World world, Guid? session, string? named)
    {
        if (named is null)
        {
            var id = session ?? world.Table<SignedInUserRow>().Find(SignedInUserRow.OnlyId)?.UserId;
            return new SignedInUser(id is { } known ? world.Users.Find(known) : null, null, false);
        }

        if (named.Length == 0)
        {
            return new SignedInUser(null, null, false);
        }

        var user = Guid.TryParse(named, out var given)
            ? world.Users.Find(given)
            : world.Users.All.FirstOrDefault(row => row.Email.Equals(named, StringComparison.OrdinalIgnoreCase));
        return user is null ? new SignedInUser(null, named, false) : new SignedInUser(user, null, true);
    }
}
