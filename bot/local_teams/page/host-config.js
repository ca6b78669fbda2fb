// Teams' host config in its light theme. Colours pass WCAG AA on the card's background.

const ink = (colour, subtle = colour) => ({ default: colour, subtle });
const foregroundColors = {
  default: ink("#242424", "#616161"),
  dark: ink("#242424", "#616161"),
  light: ink("#ffffff", "#f0f0f0"),
  accent: ink("#4f52b2"),
  good: ink("#0e700e"),
  warning: ink("#8a5100"),
  attention: ink("#b10e1c"),
};
const container = (backgroundColor, borderColor = backgroundColor) =>
  ({ backgroundColor, borderColor, foregroundColors });

export const hostConfig = {
  supportsInteractivity: true,
  fontFamily: "inherit",
  fontTypes: {
    default: {
      fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
      fontWeights: { lighter: 300, default: 400, bolder: 600 },
    },
    monospace: {
      fontFamily: "ui-monospace, Consolas, 'Courier New', monospace",
      fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
      fontWeights: { lighter: 300, default: 400, bolder: 600 },
    },
  },
  lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: "#e0e0e0" },
  imageSizes: { small: 32, medium: 52, large: 100 },
  containerStyles: {
    default: container("#ffffff", "#e0e0e0"),
    emphasis: container("#f5f5f5"),
    accent: container("#e8ebfa"),
    good: container("#e7f2da"),
    warning: container("#fbf6d9"),
    attention: container("#fcf4f6"),
  },
  actions: {
    maxActions: 6,
    spacing: "default",
    buttonSpacing: 0, // the gap between buttons is in cards.css: a spacer would begin a wrapped row
    showCard: { actionMode: "inline", inlineTopMargin: 12, style: "emphasis" },
    actionsOrientation: "horizontal",
    actionAlignment: "left",
    allowTitleToWrap: true,
  },
  adaptiveCard: { allowCustomStyle: true },
  imageSet: { imageSize: "medium", maxImageHeight: 100 },
  factSet: {
    title: { weight: "bolder", wrap: true, maxWidth: 160 },
    value: { wrap: true },
    spacing: 16,
  },
  inputs: {
    label: {
      requiredInputs: { weight: "bolder", suffix: " *", suffixColor: "attention" },
      optionalInputs: { weight: "bolder" },
    },
    errorMessage: { color: "attention", size: "small" },
  },
  textStyles: {
    heading: { size: "large", weight: "bolder" },
    columnHeader: { weight: "bolder" },
  },
};
