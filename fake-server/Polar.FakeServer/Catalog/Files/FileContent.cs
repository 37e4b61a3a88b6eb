using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Polar.FakeServer.Simulation;

namespace Polar.FakeServer.Catalog.Files;

/// <summary>Bytes, which the world holds itself or has a file storage hold.</summary>
/// <param name="Bytes">The bytes; empty where a storage holds them.</param>
internal abstract record FileContent(ImmutableArray<byte> Bytes)
{
    /// <summary>The key by which a file storage holds them; null where the world does.</summary>
    public string? ContentKey { get; init; }

    /// <summary>How many a file storage holds.</summary>
    public int ContentSize { get; init; }

    /// <summary>How many there are.</summary>
    public int Size => ContentKey is null ? Bytes.Length : ContentSize;

    /// <summary>The bytes.</summary>
    /// <param name="storage">The file storage; null where there is none.</param>
    /// <exception cref="FileStorageException">The storage does not give them.</exception>
    public ReadOnlyMemory<byte> Read(IFileStorage? storage)
    {
        if (ContentKey is not { } key)
        {
            return Bytes.AsMemory();
        }

        if (storage is null)
        {
            throw new FileStorageException("The bytes of this file are in a file storage, and this fake was started without one.");
        }

        return Guarded(() => storage.Read(key)) is not { } found ? throw new FileStorageException($"The file storage has nothing under {key}.")
            : found.Length != ContentSize ? throw new FileStorageException($"The file storage has {found.Length} bytes under {key}, and not the {ContentSize} that were written.")
            : found;
    }

    /// <summary>Has a file storage keep bytes; what it calls them.</summary>
    /// <exception cref="FileStorageException">It does not.</exception>
    protected static string Written(IFileStorage storage, ReadOnlyMemory<byte> bytes)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        Guarded(() =>
        {
            storage.Write(key, bytes);
            return key;
        });
        return key;
    }

    /// <summary>Bytes as the world holds them; nobody else may have the array.</summary>
    protected static ImmutableArray<byte> Owned(byte[] bytes) => ImmutableCollectionsMarshal.AsImmutableArray(bytes);

    private static T Guarded<T>(Func<T> call)
    {
        try
        {
            return call();
        }
#pragma warning disable CA1031 // Whatever a storage of the test's own throws.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            throw new FileStorageException($"The file storage failed: {fault.Message}", fault);
        }
    }
}

/// <summary>A file storage of the test's own does not do what it is for.</summary>
/// <param name="message">What it does not.</param>
/// <param name="inner">What it threw; null where it threw nothing.</param>
internal sealed class FileStorageException(string message, Exception? inner = null) : Exception(message, inner);
