using System.Security.Cryptography;
using System.Text;

namespace Polar.FakeServer.Storage;

/// <summary>Makes ids for rows that are known by a text rather than by an id of their own.</summary>
internal static class RowId
{
    /// <summary>The id that always stands for the same texts in the same order.</summary>
    public static Guid Of(params ReadOnlySpan<string> texts)
    {
        var joined = Encoding.UTF8.GetBytes(string.Join('\0', texts));
        return new Guid(SHA256.HashData(joined).AsSpan(0, 16));
    }
}
