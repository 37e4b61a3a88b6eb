using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace Polar.Benchmarks;

/// <summary>Runs every benchmark a single time and measures nothing: whether they still run is a matter of seconds.</summary>
internal static class Once
{
    /// <summary>Names each benchmark that ran; what one of them throws ends the program.</summary>
    public static async Task<int> RunAsync(TextWriter output)
    {
        foreach (var type in typeof(Once).Assembly.GetTypes().Where(type => !type.IsAbstract && Having<BenchmarkAttribute>(type).Any()))
        {
            foreach (var parameters in Combinations(type))
            {
                await RunAsync(type, parameters, output);
            }
        }

        return 0;
    }

    private static async Task RunAsync(Type type, IReadOnlyList<(PropertyInfo Property, object? Value)> parameters, TextWriter output)
    {
        var subject = Activator.CreateInstance(type)!;
        foreach (var (property, value) in parameters)
        {
            property.SetValue(subject, value);
        }

        await CallAsync<GlobalSetupAttribute>(subject);
        foreach (var benchmark in Having<BenchmarkAttribute>(type))
        {
            await CallAsync(benchmark, subject);
            await output.WriteLineAsync($"{type.Name}.{benchmark.Name}({string.Join(", ", parameters.Select(parameter => parameter.Value))})");
        }

        await CallAsync<GlobalCleanupAttribute>(subject);
    }

    private static async Task CallAsync<TAttribute>(object subject)
        where TAttribute : Attribute
    {
        foreach (var method in Having<TAttribute>(subject.GetType()))
        {
            await CallAsync(method, subject);
        }
    }

    private static async Task CallAsync(MethodInfo method, object subject)
    {
        if (method.Invoke(subject, null) is Task running)
        {
            await running;
        }
    }

    private static IEnumerable<MethodInfo> Having<TAttribute>(Type type)
        where TAttribute : Attribute => type.GetMethods().Where(method => method.IsDefined(typeof(TAttribute)));

    /// <summary>All values of every parameter, but of numbers only the smallest.</summary>
    private static IEnumerable<IReadOnlyList<(PropertyInfo Property, object? Value)>> Combinations(Type type)
    {
        IEnumerable<IReadOnlyList<(PropertyInfo, object?)>> combinations = [[]];
        foreach (var property in type.GetProperties().Where(property => property.IsDefined(typeof(ParamsAttribute))))
        {
            var values = property.GetCustomAttribute<ParamsAttribute>()!.Values;
            var tried = property.PropertyType == typeof(int) ? [values.Min()] : values;
            combinations = [.. combinations.SelectMany(combination => tried.Select(value => (IReadOnlyList<(PropertyInfo, object?)>)[.. combination, (property, value)]))];
        }

        return combinations;
    }
}
