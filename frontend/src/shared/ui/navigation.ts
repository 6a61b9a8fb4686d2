// A page moves focus to its heading after a navigation, yet not on the first load,
// where the browser's own start of the page is right.
let navigations = 0

export const countNavigation = (): void => {
  navigations += 1
}
export const hasNavigated = (): boolean => navigations > 0
