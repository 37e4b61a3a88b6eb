using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Catalog.Files;

/// <summary>The tables of this folder.</summary>
internal static class FileTables
{
    extension(World world)
    {
        public Table<FileRow> Files => world.Table<FileRow>();

        public Table<StoredUpload> Uploads => world.Table<StoredUpload>();

        public Table<StoredObject> Objects => world.Table<StoredObject>();
    }
}
