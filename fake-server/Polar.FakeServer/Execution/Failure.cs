using Polar.FakeServer.Identity;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Execution;

/// <summary>Why an operation did not happen.</summary>
internal sealed record Failure(int Status, string Error, string Detail, IReadOnlyList<RequestError>? Issues = null)
{
    /// <summary>What happens all the same, behind the refusal: the outside world's own report of it.</summary>
    public IJob? Aftermath { get; init; }

    /// <summary>Nobody knows this id, or the caller may not know it.</summary>
    public static Failure NotFound { get; } = new(404, "ResourceNotFound", "Not found");

    /// <summary>It was there, and is no more.</summary>
    public static Failure Unavailable { get; } = new(410, "ResourceUnavailable", "Unavailable");

    public static Failure NotPermitted(string detail = "Not permitted") => new(403, "NotPermitted", detail);

    /// <summary>What a user is told whose role does not allow it.</summary>
    public static Failure Missing(Permission permission) => NotPermitted($"You don't have permission to {permission.Text()}");

    /// <summary>Faults that the resource found, where the schema found none.</summary>
    public static Failure Invalid(params IReadOnlyList<RequestError> issues) => new(422, "PolarRequestValidationError", "", issues);

    /// <summary>Faults in the properties of a benefit, which have a name of their own.</summary>
    public static Failure InvalidBenefitProperties(IReadOnlyList<RequestError> issues) => new(422, "BenefitPropertiesValidationError", "", issues);

    /// <summary>Faults that the schema found.</summary>
    public static Failure Malformed(IReadOnlyList<RequestError> issues) => new(422, "RequestValidationError", "", issues);

    /// <summary>What Polar itself has no answer for.</summary>
    public static Failure Unhandled { get; } = new(500, "", "Internal Server Error");
}

/// <summary>What an operation came to: a reply, or a failure, after which nothing of it happened.</summary>
/// <typeparam name="T">The reply's type.</typeparam>
internal readonly struct Outcome<T>
{
    private Outcome(T? value, Failure? failure)
    {
        Value = value;
        Failure = failure;
    }

    public T? Value { get; }

    public Failure? Failure { get; }

    /// <summary>The next step, if this one came to something.</summary>
    public Outcome<TNext> Then<TNext>(Func<T, Outcome<TNext>> next) => Failure is { } failure ? failure : next(Value!);

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Failure failure) => new(default, failure);
}
