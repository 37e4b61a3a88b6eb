using Polar.FakeServer.Execution;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Authentication;

/// <summary>The tables of this folder.</summary>
internal static class AuthenticationTables
{
    extension(World world)
    {
        public Table<TokenRow> Tokens => world.Table<TokenRow>();
    }
}
