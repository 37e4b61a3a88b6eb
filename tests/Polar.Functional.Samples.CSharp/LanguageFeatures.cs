namespace Shop;

/// <summary>What only C# can write about results; the tests judge what it yields.</summary>
public static class LanguageFeatures
{
    /// <summary>Two steps with one error type: the result keeps it.</summary>
    public static PolarResult<string, InvalidError> OneErrorType(
        PolarResult<int, InvalidError> first, PolarResult<int, InvalidError> second) =>
        from one in first
        from two in second
        select $"{one} and {two}";

    /// <summary>Steps with different error types: they meet in the one that all share.</summary>
    public static PolarResult<string, PolarError> TwoErrorTypes(
        PolarResult<int, InvalidError> first, PolarResult<int, NotFoundOrInvalidError> second) =>
        from one in first
        from two in second
        let sum = one + two
        select $"{one} and {two} are {sum}";

    public static Task<PolarResult<string, InvalidError>> OneErrorTypeAwaited(
        Task<PolarResult<int, InvalidError>> first, Func<int, Task<PolarResult<int, InvalidError>>> second) =>
        from one in first
        from two in second(one)
        select $"{one} and {two}";

    public static Task<PolarResult<string, PolarError>> TwoErrorTypesAwaited(
        Task<PolarResult<int, InvalidError>> first,
        Func<int, Task<PolarResult<int, NotFoundOrInvalidError>>> second,
        Func<int, Task<PolarResult<int, InvalidError>>> third) =>
        from one in first
        from two in second(one)
        from three in third(two)
        select $"{one}, {two} and {three}";

    public static PolarResult<int, InvalidError> Doubled(PolarResult<int, InvalidError> result) =>
        from value in result
        select value * 2;

    /// <summary>A switch over properties; the compiler knows that there is a value or an error.</summary>
    public static string ByProperties(PolarResult<string, InvalidError> result) => result switch
    {
        { IsOk: true, Value: var value } => $"ok {value}",
        { Error: InvalidError.Validation { Issues: var issues } } => $"invalid {issues.Count}",
        { Error: var error } => $"failed {error}",
    };

    /// <summary>A switch over the parts.</summary>
    public static string ByParts(PolarResult<string, InvalidError> result) => result switch
    {
        ({ } value, null) => $"ok {value}",
        (_, InvalidError.Call call) => $"call {call.Error.Message}",
        (_, { } error) => $"failed {error.Message}",
        _ => "neither",
    };

    public static string Deconstructed(PolarResult<string, InvalidError> result)
    {
        var (value, error) = result;
        return value ?? error!.Message;
    }

    /// <summary>After the check, neither needs an exclamation mark.</summary>
    public static int ByCheck(PolarResult<string, InvalidError> result) =>
        result.IsOk ? result.Value.Length : result.Error.Message.Length;

    /// <summary>Both sides convert by themselves.</summary>
    public static PolarResult<string, InvalidError> Converted(bool ok, InvalidError error) =>
        ok ? "converted" : error;

    /// <summary>First guesses: entries of a map, texts for open enumerations, a union's function with more members.</summary>
    public static ProductCreate ProductAtAGuess(string currency) => new ProductCreateRecurring
    {
        Name = "Pro",
        RecurringInterval = "month",
        Prices = [new ProductPriceFixedCreate { PriceAmount = 1900, PriceCurrency = currency }],
        Metadata = new() { ["plan"] = "pro", ["seats"] = 5 },
    };

    public static CustomerCreate CustomerAtAGuess() =>
        CustomerCreate.Individual("ada@acme.dev") with { Name = "Ada", Metadata = new() { ["vip"] = true } };

    /// <summary>A value or none: text converts where a value is expected, and null stays none.</summary>
    public static PresentmentCurrency? NoneOf(bool none) => none ? null : PresentmentCurrency.Usd;

    public static bool IsMonthly(RecurringInterval interval) => interval == "month";
}
