namespace Polar.Benchmarks.Comparing;

/// <summary>Every comparison of this assembly.</summary>
internal static class ComparisonCatalog
{
    /// <summary>Makes one of each, in the order of their names.</summary>
    public static IReadOnlyList<IComparison> All { get; } =
    [
        .. typeof(ComparisonCatalog).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(IComparison)))
            .Select(type => (IComparison)Activator.CreateInstance(type)!)
            .OrderBy(comparison => comparison.Name, StringComparer.Ordinal),
    ];

    /// <summary>The one of that name.</summary>
    public static IComparison Find(string name) => All.FirstOrDefault(comparison => comparison.Name == name)
        ?? throw new InvalidOperationException($"There is no comparison '{name}'; there are {string.Join(", ", All.Select(comparison => comparison.Name))}.");

    /// <summary>Lets every contender work once and measures nothing, so that a test sees whether all of them still run.</summary>
    public static async Task RunOnceAsync(TextWriter output)
    {
        foreach (var comparison in All)
        {
            await using (comparison)
            {
                foreach (var contender in await comparison.PrepareAsync())
                {
                    await contender.RunAsync();
                    if (contender.ClearAsync is { } clearAsync)
                    {
                        await clearAsync();
                    }

                    await output.WriteLineAsync($"{comparison.Name}: {contender.Name}");
                }
            }
        }
    }
}
