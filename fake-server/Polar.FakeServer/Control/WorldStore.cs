using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Persistence;

namespace Polar.FakeServer.Control;

/// <summary>The world on its way out of the fake and into it.</summary>
/// <param name="engine">What holds the world.</param>
/// <param name="identity">The organization and the user that the world begins with.</param>
/// <param name="origin">What it was made from.</param>
/// <param name="rememberedEvents">How many published events it remembers.</param>
/// <param name="file">The file that it is kept in; null where it is not.</param>
internal sealed class WorldStore(Engine engine, FakeIdentity identity, WorldOrigin origin, int rememberedEvents, DataFile? file)
{
    /// <summary>The file that the world is kept in; null where it is not.</summary>
    public DataFile? File => file;

    /// <summary>The world as it is now, as a document.</summary>
    public ReadOnlyMemory<byte> Export() => WorldDocument.Write(new WrittenWorld(engine.World, origin, engine.Clock.GetUtcNow()));

    /// <summary>Goes to the world of a document, and to the time of it; what is on its way is given up.</summary>
    /// <exception cref="WrongInputException">It is none, or another fake's.</exception>
    public Task ImportAsync(ReadOnlySpan<byte> document)
    {
        WrittenWorld written;
        try
        {
            written = WorldDocument.Read(document, rememberedEvents);
        }
        catch (FormatException fault)
        {
            throw new WrongInputException(fault.Message);
        }

        var made = written.Origin;
        if (made.OrganizationId != identity.Organization || made.AccessToken != identity.AccessToken || made.OrganizationSlug != identity.Slug)
        {
            throw new WrongInputException(
                $"The document is of a fake that was started with seed {made.Seed}, organization '{made.OrganizationSlug}' and a token of its own; start one so, and import it there.");
        }

        if (written.World.Table<OrganizationRow>().Find(identity.Organization) is null)
        {
            throw new WrongInputException("The document has no organization, which no world is without.");
        }

        return engine.RestoreAsync(written.World, written.Time);
    }
}
