using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.OAuth2.Tokens;

/// <summary>The tables of this folder.</summary>
internal static class TokenTables
{
    extension(World world)
    {
        public Table<AuthorizationCodeRow> AuthorizationCodes => world.Table<AuthorizationCodeRow>();

        public Table<OAuth2TokenRow> OAuth2Tokens => world.Table<OAuth2TokenRow>();
    }
}
