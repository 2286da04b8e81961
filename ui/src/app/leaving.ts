/** The page leaves because it was told to, or to come back to where it was: nobody needs to be asked. */
let leaving = false;

export const noteLeaving = (): void => {
  leaving = true;
};

/** It did not come to that. */
export const noteStaying = (): void => {
  leaving = false;
};

export const isLeaving = (): boolean => leaving;
