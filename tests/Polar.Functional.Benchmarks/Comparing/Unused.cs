using System.Runtime.CompilerServices;

namespace Polar.Benchmarks.Comparing;

/// <summary>Takes results that nobody needs, so that the compiler cannot leave out the work that made them.</summary>
internal static class Unused
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Keep<T>(T value) => _ = value;
}
