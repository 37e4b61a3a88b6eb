namespace Polar.FakeServer.Simulation;

/// <summary>Holds the bytes of uploaded files, in the place of the object storage behind Polar.</summary>
/// <remarks>
/// <para>
/// A key is made from the bytes (their SHA-256 in hexadecimal), so one key means the same bytes forever. That is why snapshots, forks, resets and data files need
/// nothing of it, and why nothing is ever taken out: a world keeps the keys, a fork uses the same storage, and a fake that starts from a data file needs a
/// storage that still holds what the file's keys mean. The fake sees to signatures, names and types.
/// </para>
/// <para>
/// It is called before the world, or a data file, refers to the bytes, so that no key is kept that means nothing; where that step fails, the bytes stay and
/// nothing refers to them. It is called once for each part that is uploaded, once for a file that is put together of several parts, and once for each
/// download. It may be called by several threads at a time and must not call the fake. What it throws fails that call, and nothing else.
/// </para>
/// </remarks>
public interface IFileStorage
{
    /// <summary>Keeps bytes. What has the key already may stay as it is.</summary>
    /// <param name="key">The bytes' key.</param>
    /// <param name="content">The bytes; they do not change.</param>
    void Write(string key, ReadOnlyMemory<byte> content);

    /// <summary>The bytes of a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The bytes; null where there are none.</returns>
    ReadOnlyMemory<byte>? Read(string key);
}
