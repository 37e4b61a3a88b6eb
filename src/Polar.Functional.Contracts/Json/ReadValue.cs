namespace Polar.Functional.Contracts;

/// <summary>Reads one value from where the input stands.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="input">The input.</param>
/// <returns>The value.</returns>
internal delegate T ReadValue<out T>(ref WireInput input);
