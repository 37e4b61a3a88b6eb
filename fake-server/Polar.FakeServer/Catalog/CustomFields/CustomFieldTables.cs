using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Catalog.CustomFields;

/// <summary>The tables of this folder.</summary>
internal static class CustomFieldTables
{
    extension(World world)
    {
        public Table<CustomFieldRow> CustomFields => world.Table<CustomFieldRow>();
    }
}
